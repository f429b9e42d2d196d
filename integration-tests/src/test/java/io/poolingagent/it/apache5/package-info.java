/** Apache HttpClient 5 under the agent: what only this library can do wrong. */
@NullMarked
package io.poolingagent.it.apache5;

import org.jspecify.annotations.NullMarked;
