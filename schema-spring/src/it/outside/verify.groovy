// Surefire's count of a project: tests, failures, errors, skipped.
def counted = { project ->
  def suites = new File(basedir, "$project/target/surefire-reports").listFiles()
      .findAll { it.name ==~ /TEST-.*\.xml/ }
      .collect { (it.text =~ /(?s)<testsuite .*?>/)[0] }
  ['tests', 'failures', 'errors', 'skipped'].collect { kind ->
    suites.sum { (it =~ / $kind="(\d+)"/)[0][1].toInteger() }
  }
}
assert counted('boot3') == [25, 0, 0, 0]
assert counted('boot4') == [23, 0, 0, 0]

// Twelve classes and more, of four kinds, each with one line for its database.
def kinds = ['@SpringBootTest', '@DataJpaTest', '@JdbcTest', '@DataJdbcTest']
['boot3', 'boot4'].each { project ->
  def sources = [project, 'shared'].collectMany {
    new File(basedir, "$it/src/test/java/shop").listFiles().toList()
  }
  def classes = sources.findAll { it.text.contains('@MigratedDatabase') }
  assert classes.size() >= 12
  assert kinds.every { kind -> sources.any { it.text.contains("\n$kind\n") } }
  assert sources.every {
    !(it.text =~ /AutoConfigureTestDatabase|DynamicPropertySource|spring\.datasource|ServiceConnection/)
  }
}

['boot3', 'boot4'].each {
  // Applications are closed when the JVM ends and Surefire no longer listens: a file has it.
  def log = new File(basedir, "$it/target/shop.log").text
  // One restarts, one has two databases; the one that classes share is closed last, and sees its start.
  assert log.count('goodbye with ') == 4 : 'an application had no database at its end'
  assert log.contains('[SpringApplicationShutdownHook] OrderService - goodbye with 2 order(s)')
  assert log.count('Shutdown completed.') >= 5
  assert !(log =~ /(?m)^(WARN|ERROR) /) : 'a pool or an application complains'
}

// Anything else than null or true is a failure to the invoker.
true
