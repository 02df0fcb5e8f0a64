namespace Pando.Domains.Agents;

/// <summary>A program to run in a guest, as the agent's own user (root).</summary>
/// <param name="Path">The program; a bare name is looked for in the agent's PATH.</param>
public sealed record GuestProgram(string Path)
{
    /// <summary>Its arguments, without its own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its whole environment, <c>NAME=value</c>; null: the agent's own.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>What it reads from its standard input; null: nothing.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>Whether what it writes is kept: up to 16 MiB of each stream.</summary>
    public bool Capture { get; init; } = true;

    /// <summary>How long its end is waited for; it goes on running afterwards. Zero: it is only started.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Without what may be secret.</summary>
    public override string ToString() => Path;
}

/// <summary>What became of a program in a guest.</summary>
/// <param name="Pid">Its process in the guest.</param>
/// <param name="Ended">Whether it has ended; otherwise it runs on and can be asked for later.</param>
public sealed record GuestProgramOutcome(long Pid, bool Ended)
{
    /// <summary>Its exit status; null where a signal ended it, or it has not ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>What it wrote to its standard output.</summary>
    public ReadOnlyMemory<byte> Output { get; init; }

    /// <summary>What it wrote to its standard error.</summary>
    public ReadOnlyMemory<byte> Error { get; init; }

    /// <summary>Whether it wrote more to its standard output than is kept.</summary>
    public bool OutputCut { get; init; }

    /// <summary>Whether it wrote more to its standard error than is kept.</summary>
    public bool ErrorCut { get; init; }
}
