namespace Pando.Networks.Filters.Compiling;

/// <summary>A rule in the words of nft(8), in its place.</summary>
/// <param name="Chain">The chain that it is in.</param>
/// <param name="ChainPriority">When that chain's turn is.</param>
/// <param name="Priority">When its own is.</param>
/// <param name="Text">What a packet has to be like, and what happens to it.</param>
internal sealed record ChainRule(string Chain, int ChainPriority, int Priority, string Text);
