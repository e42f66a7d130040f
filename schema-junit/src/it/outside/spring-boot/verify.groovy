def tests = new File(basedir, 'target/surefire-reports').listFiles()
    .findAll { it.name.endsWith('-output.txt') }
    .collect { it.text }
    .join('\n')
// What the applications say when they are closed, which is when the JVM ends and Surefire no longer listens.
def shop = new File(basedir, 'target/shop.log').text

assert tests.contains('Starting ') : 'the output of the tests is elsewhere'
assert shop.count('goodbye, 1 book(s)') == 3 && shop.count('goodbye, 2 book(s)') == 1 : 'an application had no database at its end'
assert shop.count('Shutdown completed.') == 4
for (text in [tests, shop]) {
  // As Spring Boot writes a level: from JDK 21 on the JVM itself warns of agents that are loaded late.
  assert !(text =~ /\b(WARN|ERROR) \d+ ---|\w+Exception\b/) : 'somebody complains'
}
