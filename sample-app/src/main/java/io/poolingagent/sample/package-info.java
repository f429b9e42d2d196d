/**
 * The sample application's command line: {@code demo}, {@code serve}, {@code upstream}, {@code
 * run}.
 */
@NullMarked
package io.poolingagent.sample;

import org.jspecify.annotations.NullMarked;
