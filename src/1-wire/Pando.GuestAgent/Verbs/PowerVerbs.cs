using System.Text.Json.Serialization;

namespace Pando.GuestAgent;

/// <summary>Shuts the guest down. Not answered where it succeeds.</summary>
/// <param name="Mode"><c>powerdown</c>, <c>reboot</c> or <c>halt</c>.</param>
public sealed record GuestShutdown(string Mode) : AgentVerb<Nothing>("guest-shutdown")
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool AnswersSuccess => false;
}

/// <summary>Puts the guest to sleep with its memory kept (S3). Not answered where it succeeds.</summary>
public sealed record GuestSuspendRam() : AgentVerb<Nothing>("guest-suspend-ram")
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool AnswersSuccess => false;
}

/// <summary>Writes the guest's memory to its own disk and powers it off (S4). Not answered where it succeeds.</summary>
public sealed record GuestSuspendDisk() : AgentVerb<Nothing>("guest-suspend-disk")
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool AnswersSuccess => false;
}

/// <summary>Both: memory kept, and written to disk in case the power goes. Not answered where it succeeds.</summary>
public sealed record GuestSuspendHybrid() : AgentVerb<Nothing>("guest-suspend-hybrid")
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override bool AnswersSuccess => false;
}
