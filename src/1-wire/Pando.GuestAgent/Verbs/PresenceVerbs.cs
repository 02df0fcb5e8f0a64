using System.Text.Json.Serialization;

namespace Pando.GuestAgent;

/// <summary>Whether the agent is there.</summary>
public sealed record GuestPing() : AgentVerb<Nothing>("guest-ping");

/// <summary>The agent's release, and what it can do.</summary>
public sealed record GuestInfo() : AgentVerb<AgentInfo>("guest-info");

/// <summary>The answer to <see cref="GuestInfo"/>.</summary>
/// <param name="Version">Its release.</param>
/// <param name="SupportedCommands">The commands that it knows.</param>
public sealed record AgentInfo(
    string Version, [property: JsonPropertyName("supported_commands")] IReadOnlyList<AgentCommandInfo> SupportedCommands);

/// <summary>A command that the agent knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Enabled">Whether it was not told to refuse it.</param>
public sealed record AgentCommandInfo(string Name, bool Enabled);
