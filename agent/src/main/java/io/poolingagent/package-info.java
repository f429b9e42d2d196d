/** The entry point and the class loader that hides everything else. */
@NullMarked
package io.poolingagent;

import org.jspecify.annotations.NullMarked;
