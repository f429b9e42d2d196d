/** What is in the shipped jar. */
@NullMarked
package io.poolingagent.it.jar;

import org.jspecify.annotations.NullMarked;
