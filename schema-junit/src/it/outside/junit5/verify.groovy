assert new File(basedir, 'build.log').text.contains('Tests run: 24, Failures: 0, Errors: 0, Skipped: 0')
