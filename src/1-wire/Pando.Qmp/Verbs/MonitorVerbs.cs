namespace Pando.Qmp;

/// <summary>Ends the negotiation of capabilities; the session does this by itself.</summary>
/// <param name="Enable">What of the offered is wanted.</param>
internal sealed record QmpCapabilities(IReadOnlyList<string> Enable) : QmpVerb<Nothing>("qmp_capabilities");

/// <summary>Runs a line of the monitor for people. Its output promises no form, and errors are words in it.</summary>
/// <param name="CommandLine">The line.</param>
public sealed record HumanMonitorCommand(string CommandLine) : QmpVerb<string>("human-monitor-command");
