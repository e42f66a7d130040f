import java.util.concurrent.TimeUnit

def log = new File(basedir, 'build.log').text
def orders = new File(basedir, 'orders/target')

assert log.contains("Nothing to do: there are no migrations in $basedir.")
assert log.count('schema.database.url is a migrated database, on PostgreSQL ') == 2
assert log.count('second.url is a migrated database, on PostgreSQL ') == 1

// Each module has its own code, and it compiles.
assert new File(orders, 'classes/orders/db/tables/Orders.class').exists()
assert new File(basedir, 'people/target/classes/people/db/tables/Person.class').exists()

// Each database was a server of its own, and is gone.
def databases = new Properties()
new File(orders, 'classes/database.properties').withReader { databases.load(it) }
def ports = databases.values().collect { (it =~ /^jdbc:postgresql:\/\/127\.0\.0\.1:(\d+)\//)[0][1] as int }
assert ports.unique().size() == 2
ports.each { port ->
  try {
    new Socket('127.0.0.1', port).close()
    assert false : "a server still listens on port $port"
  } catch (ConnectException e) {
    // As it should be.
  }
}

// What the commands print is in the log.
assert log.contains('[INFO] Nothing wrong was found.')
assert new File(orders, 'schema/migrations.sql').exists()
assert new File(orders, 'schema/snapshot.txt').text.contains('public.orders')

// A JVM that goes on afterwards, as mvnd's does, has no server left either: of a build that went
// well, of one that failed with databases open, and of proofs, whose server is the JVM's.
def maven = System.getProperty('maven.home')
def usual = ['-o', '-B', '-s', new File(basedir, '../interpolated-settings.xml').path,
    '-Dmaven.repo.local=' + localRepositoryPath, '-Dstyle.color=never']
def command = [System.getProperty('java.home') + '/bin/java', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC',
    '-cp', new File(maven, 'boot').listFiles().find { it.name ==~ /plexus-classworlds-.*\.jar/ }.path,
    '-Dmaven.home=' + maven, '-Dmaven.multiModuleProjectDirectory=' + basedir,
    new File(basedir, 'BuildsOfOneJvm.java').path,
    *usual, '-T2', 'initialize',
    '--', *usual, '-pl', 'people', 'initialize', 'schema:up@as-people', '-Dschema.server=people-db',
    '--', *usual, '-pl', 'orders', 'schema:test', '-Dschema.xml=target/reports/',
    '--', *usual, 'schema:verify', '-Dschema.offline']
def jvmLog = new File(basedir, 'jvm.log')
def jvm = new ProcessBuilder(command*.toString()).directory(basedir).redirectErrorStream(true).redirectOutput(jvmLog)
jvm.environment().remove('MAVEN_OPTS')
assert jvm.start().waitFor() == 0
def builds = jvmLog.text
assert builds.contains('build 1: exit code 0, processes while it ran, 0 left')
assert builds.contains('build 2: exit code 1, processes while it ran, 0 left')
assert builds.contains('build 3: exit code 0, processes while it ran, 0 left')

// A call from the command line is for every module that has migrations.
assert builds.contains('build 4: exit code 0')
assert builds.count('[INFO] The scripts are in order.') == 2

// A failure is the command's own message: no stack trace, no password.
assert builds.contains(':up (as-people) on project people: The database cannot be used: FATAL: password authentication failed for user "people"')
assert !builds.contains('hush-hush')
assert !(builds =~ /(?m)^\s+at dev\.nof1/)

assert new File(orders, 'reports/TEST-migrations.xml').text.contains('failures="0"')

true
