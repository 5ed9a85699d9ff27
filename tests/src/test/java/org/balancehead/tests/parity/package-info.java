/**
 * Number by number against what the published 3D-aware generators computed: fixtures of small networks with random
 * weights, and of single operations. No trained weight and no code of theirs is here.
 */
package org.balancehead.tests.parity;
