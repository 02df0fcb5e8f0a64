namespace Pando.Api.Client;

/// <summary>How a client talks to a pandod.</summary>
public sealed record PandoClientOptions
{
    /// <summary>Where it is.</summary>
    public required PandoAddress Address { get; init; }

    /// <summary>A PEM file with the authorities to trust in place of the system's; for https only.</summary>
    public string? CaFile { get; init; }

    /// <summary>A bearer token; it is never sent over a unix socket, where the kernel says who calls.</summary>
    public string? Token { get; init; }

    /// <summary>The language for texts: <c>en</c> or <c>vi</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Why changes are made, in the caller's words: kept with versions and jobs.</summary>
    public string? Reason { get; init; }

    /// <summary>How long a question may take to be answered.</summary>
    public TimeSpan QuestionLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a change may take that is waited for; pandod has shorter limits of its own for each.</summary>
    public TimeSpan ChangeLimit { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The clock of the limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Tells no token.</summary>
    public override string ToString() => $"{nameof(PandoClientOptions)} {Address}";
}
