namespace Pando.Api.Agents;

/// <summary>A program to run in a guest, as its agent's user (root).</summary>
public sealed record GuestExecRequest
{
    /// <summary>The program; a bare name is looked for in the agent's PATH.</summary>
    public required string Path { get; init; }

    /// <summary>Its arguments, without its own name.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Its whole environment, <c>NAME=value</c>; absent: the agent's own.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>What it reads from its standard input, in base64.</summary>
    public string? Input { get; init; }

    /// <summary>Whether what it writes is thrown away.</summary>
    public bool Discard { get; init; }

    /// <summary>How many seconds its end is waited for, at most 3600; 0: it is only started. Absent: a minute.</summary>
    public double? WaitSeconds { get; init; }

    /// <summary>Tells nothing that may be secret.</summary>
    public override string ToString() => $"{nameof(GuestExecRequest)} {Path}";
}

/// <summary>What became of a program in a guest.</summary>
public sealed record GuestExecResult
{
    /// <summary>Its process in the guest.</summary>
    public required long Pid { get; init; }

    /// <summary>Whether it has ended; otherwise it runs on.</summary>
    public required bool Exited { get; init; }

    /// <summary>Its exit status; absent where a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>What it wrote to its standard output, in base64.</summary>
    public string? Output { get; init; }

    /// <summary>What it wrote to its standard error, in base64.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it wrote more to its standard output than is kept.</summary>
    public bool OutputCut { get; init; }

    /// <summary>Whether it wrote more to its standard error than is kept.</summary>
    public bool ErrorCut { get; init; }
}
