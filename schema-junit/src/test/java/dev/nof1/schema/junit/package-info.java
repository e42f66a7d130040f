/** Tests of the extension: mostly test classes that are run by JUnit's test kit and looked at. */
@NullMarked
package dev.nof1.schema.junit;

import org.jspecify.annotations.NullMarked;
