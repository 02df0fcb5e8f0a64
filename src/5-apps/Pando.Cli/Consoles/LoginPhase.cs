namespace Pando.Cli.Consoles;

/// <summary>Where a login is.</summary>
internal enum LoginPhase
{
    /// <summary>Waiting for <c>login:</c>.</summary>
    Prompt,

    /// <summary>The name was typed.</summary>
    Password,

    /// <summary>The password was typed.</summary>
    Shell,

    /// <summary>A command was typed that proves the shell.</summary>
    Proof,

    /// <summary>A shell answered.</summary>
    LoggedIn,

    /// <summary>The guest said no.</summary>
    Refused,
}
