/** SDKs as they are published, which are pooled without being known to the agent. */
@NullMarked
package io.poolingagent.it.sdks;

import org.jspecify.annotations.NullMarked;
