/** Applications for other agents. */
package io.poolingagent.app.neighbours;
