/** TODO. */
@NullMarked
package io.poolingagent.client.urlconnection;

import org.jspecify.annotations.NullMarked;
