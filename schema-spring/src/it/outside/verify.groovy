// Surefire's count of a project: tests, failures, errors, skipped.
def counted = { project ->
  def suites = new File(basedir, "$project/target/surefire-reports").listFiles()
      .findAll { it.name ==~ /TEST-.*\.xml/ }
      .collect { (it.text =~ /(?s)<testsuite .*?>/)[0] }
  ['tests', 'failures', 'errors', 'skipped'].collect { kind ->
    suites.sum { (it =~ / $kind="(\d+)"/)[0][1].toInteger() }
  }
}
assert counted('boot3') == [17, 0, 0, 0]
assert counted('boot4') == [16, 0, 0, 0]

['boot3', 'boot4'].each {
  // Applications are closed when the JVM ends and Surefire no longer listens: a file has it.
  def log = new File(basedir, "$it/target/shop.log").text
  // One restarts twice; the one that classes share is closed last, and sees its start.
  assert log.count('goodbye with ') == 3 : 'an application had no database at its end'
  assert log.contains('[SpringApplicationShutdownHook] OrderService - goodbye with 2 order(s)')
  assert log.count('Shutdown completed.') >= 5
  assert !(log =~ /(?m)^(WARN|ERROR) /) : 'a pool or an application complains'
}

// Anything else than null or true is a failure to the invoker.
true
