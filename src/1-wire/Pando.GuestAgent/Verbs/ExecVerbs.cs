using System.Text.Json.Serialization;

namespace Pando.GuestAgent;

/// <summary>Starts a program in the guest, as the agent's user (root).</summary>
/// <param name="Path">The program; the guest's PATH is searched for a bare name.</param>
/// <param name="Arg">Its arguments, without the program's own name.</param>
/// <param name="Env">Its whole environment, <c>NAME=value</c>; null for the agent's own.</param>
/// <param name="InputBase64">What it reads from its standard input.</param>
/// <param name="CaptureOutput">Whether its output is kept, up to 16 MiB of each stream.</param>
public sealed record GuestExec(
    string Path, IReadOnlyList<string>? Arg = null, IReadOnlyList<string>? Env = null,
    [property: JsonPropertyName("input-data")] string? InputBase64 = null, bool? CaptureOutput = null)
    : AgentVerb<GuestExecStarted>("guest-exec")
{
    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        // Arguments, environment and input may hold secrets: they stay out of logs.
        builder.Append(nameof(Path)).Append(" = ").Append(Path);
        return true;
    }
}

/// <summary>The answer to <see cref="GuestExec"/>.</summary>
/// <param name="Pid">The process in the guest.</param>
public sealed record GuestExecStarted(long Pid);

/// <summary>What became of a program. Once it has ended it is told once and then forgotten by the agent.</summary>
/// <param name="Pid">The process in the guest.</param>
public sealed record GuestExecStatus(long Pid) : AgentVerb<GuestExecProgress>("guest-exec-status");

/// <summary>The answer to <see cref="GuestExecStatus"/>.</summary>
/// <param name="Exited">Whether it has ended.</param>
/// <param name="ExitCode">Its exit status.</param>
/// <param name="Signal">The signal that ended it.</param>
/// <param name="OutputBase64">What it wrote to its standard output.</param>
/// <param name="ErrorBase64">What it wrote to its standard error.</param>
/// <param name="OutputCut">Whether more was written than is kept.</param>
/// <param name="ErrorCut">Whether more was written than is kept.</param>
public sealed record GuestExecProgress(
    bool Exited,
    [property: JsonPropertyName("exitcode")] int? ExitCode = null,
    int? Signal = null,
    [property: JsonPropertyName("out-data")] string? OutputBase64 = null,
    [property: JsonPropertyName("err-data")] string? ErrorBase64 = null,
    [property: JsonPropertyName("out-truncated")] bool? OutputCut = null,
    [property: JsonPropertyName("err-truncated")] bool? ErrorCut = null);
