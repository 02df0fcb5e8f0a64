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

/// <summary>
/// What to type, given what a serial console shows, to log in and to be sure of it. It does no input or output itself.
/// </summary>
internal sealed class LoginDialogue(string user, string password)
{
    // A guest may ask for names before cloud-init has made them: a refusal is not the last word at once.
    private const int Attempts = 8;
    private const string Command = "echo PANDO-$((40+2))-$(id -un)";
    private readonly string _proof = $"PANDO-42-{user}";
    private int _refusals;
    private bool _prodded;

    public ConsoleText Text { get; } = new();

    public LoginPhase Phase { get; private set; }

    /// <summary>Whether somebody was logged in already: then that session isn't ours to end.</summary>
    public bool WasLoggedIn { get; private set; }

    /// <summary>What to type after this output; null: nothing yet.</summary>
    public string? Take(ReadOnlySpan<byte> output)
    {
        Text.Add(output);
        return Phase switch
        {
            LoginPhase.Prompt => AtPrompt(),
            LoginPhase.Password => AtPassword(),
            LoginPhase.Shell => AtShell(),
            LoginPhase.Proof => AtProof(),
            _ => null,
        };
    }

    /// <summary>
    /// What to type when the console has been silent for a while: its prompt may have been shown before we came, or other
    /// output may stand behind it. Never in the place of a password.
    /// </summary>
    public string? Prod()
    {
        _prodded = true;
        return Phase switch
        {
            LoginPhase.Prompt or LoginPhase.Shell => "\r",
            LoginPhase.Proof => Command + "\r",
            _ => null,
        };
    }

    private string? AtPrompt()
    {
        if (AsksForName())
        {
            return Next(LoginPhase.Password, user);
        }
        if (_prodded && AtShellPrompt())
        {
            WasLoggedIn = true;
            return Next(LoginPhase.Proof, Command);
        }
        return null;
    }

    private string? AtPassword()
    {
        if (Text.LastLine.TrimEnd().EndsWith("assword:", StringComparison.Ordinal))
        {
            return Next(LoginPhase.Shell, password);
        }
        return Refusal() ?? (AtShellPrompt() ? Next(LoginPhase.Proof, Command) : null);
    }

    private string? AtShell() => Refusal() ?? (AtShellPrompt() ? Next(LoginPhase.Proof, Command) : null);

    private string? AtProof()
    {
        if (Text.Contains(_proof))
        {
            Phase = LoginPhase.LoggedIn;
        }
        else if (WasLoggedIn && Text.Contains("PANDO-42-"))
        {
            // Somebody else's shell: theirs is left, and ours is asked for.
            WasLoggedIn = false;
            _prodded = false;
            return Next(LoginPhase.Prompt, "exit");
        }
        else if (AsksForName())
        {
            // What was taken for a shell's prompt was none: a guest that still boots prints lines that end like one.
            WasLoggedIn = false;
            return Next(LoginPhase.Password, user);
        }
        return null;
    }

    private string? Refusal()
    {
        if (!Text.Contains("incorrect"))
        {
            return null;
        }
        if (++_refusals >= Attempts)
        {
            Phase = LoginPhase.Refused;
            return null;
        }
        Phase = LoginPhase.Prompt;
        var asks = AsksForName();
        Text.Clear();
        return asks ? Next(LoginPhase.Password, user) : null;
    }

    private bool AsksForName() =>
        Text.LastLine.TrimEnd() is var line && line.EndsWith("login:", StringComparison.Ordinal) && !line.StartsWith("Last login", StringComparison.Ordinal);

    private bool AtShellPrompt() => Text.LastLine is [.., '$' or '#' or '%' or '>', ' '] or [.., '$' or '#'];

    private string Next(LoginPhase phase, string line)
    {
        Phase = phase;
        Text.Clear();
        return line + "\r";
    }
}
