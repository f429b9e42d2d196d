/**
 * Why the agent did what it did: every decision is counted by client and {@link
 * io.poolingagent.audit.Reason}, and a sample of them by call site.
 */
@NullMarked
package io.poolingagent.audit;

import org.jspecify.annotations.NullMarked;
