assert new File(basedir, 'target/cache-of-forks/binaries').isDirectory()
assert !new File(basedir, 'target/cache-of-maven').exists() : "a server was started in Maven's own JVM"

// What Surefire has counted in a project: tests, failures, errors, skipped.
def counted = { project ->
  def suites = new File(basedir, "$project/target/surefire-reports").listFiles()
      .findAll { it.name ==~ /TEST-.*\.xml/ }
      .collect { (it.text =~ /(?s)<testsuite .*?>/)[0] }
  ['tests', 'failures', 'errors', 'skipped'].collect { kind ->
    suites.sum { (it =~ / $kind="(\d+)"/)[0][1].toInteger() }
  }
}
assert counted('junit5') == [24, 0, 0, 0]
assert counted('junit6') == [24, 0, 0, 0]
assert counted('spring-boot') == [8, 0, 0, 0]

['spring-boot', 'scopes'].each {
  def project = new File(basedir, it)
  new GroovyShell(new Binding(basedir: project)).evaluate(new File(project, 'verify.groovy'))
}

// Anything else than null or true is a failure to the invoker.
true
