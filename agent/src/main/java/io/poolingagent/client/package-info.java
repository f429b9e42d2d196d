/** The client libraries that the agent knows, and what each of them consists of. */
@NullMarked
package io.poolingagent.client;

import org.jspecify.annotations.NullMarked;
