/** The agent in the moment before {@code main}: nothing that the application could notice. */
@NullMarked
package io.poolingagent.it.startup;

import org.jspecify.annotations.NullMarked;
