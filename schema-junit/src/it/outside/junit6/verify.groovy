assert new File(basedir, 'target/cache-of-forks/binaries').isDirectory()
assert !new File(basedir, 'target/cache-of-maven').exists() : "a server was started in Maven's own JVM"
assert new File(basedir, 'build.log').text.contains('Tests run: 24, Failures: 0, Errors: 0, Skipped: 0')
