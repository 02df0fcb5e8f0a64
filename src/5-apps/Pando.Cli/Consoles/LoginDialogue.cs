namespace Pando.Cli.Consoles;

/// <summary>
/// What to type, given what a serial console shows, to log in and to be sure of it. It does no input or output itself.
/// <para>
/// A console is shared: the kernel, systemd and cloud-init write between a prompt's letters, a getty that starts throws away
/// what was typed before, and what was shown last may be old. So a prompt counts only where it is the last that was written
/// and nothing follows for a moment, a name that led nowhere is typed again at the next prompt, and the password is typed
/// where it is asked for and nowhere else.
/// </para>
/// </summary>
internal sealed class LoginDialogue(string user, string password)
{
    private const int Attempts = 3;

    // A guest that still boots asks for names before cloud-init has made them: it is given time, more after each refusal.
    private const int AttemptsWhileItBoots = 12;
    private const int LongestPause = 4;

    // PAM of a guest that boots without KVM may take long to ask; one that lost the name never does.
    private const int SilencesForPassword = 3;

    private const string Command = "echo PANDO-$((40+2))-$(id -un)";
    private const string AnyProof = "PANDO-42-";
    private static readonly byte[][] BootMarks = [[.. "  OK  "u8], [.. "systemd[1]:"u8], [.. "cloud-init["u8]];

    private int _refusals;
    private int _pause;
    private int _silences;
    private bool _paused;
    private bool _prodded;
    private bool _wasQuiet;
    private bool _boots;

    public ConsoleText Text { get; } = new();

    public LoginPhase Phase { get; private set; }

    /// <summary>Whether somebody was logged in already: then that session isn't ours to end.</summary>
    public bool WasLoggedIn { get; private set; }

    /// <summary>Takes in what the console shows.</summary>
    public void Take(ReadOnlySpan<byte> output)
    {
        // What comes before the first pause may be what was shown long ago; what comes unasked before the first prompt is a boot.
        _boots |= _wasQuiet && Phase == LoginPhase.Prompt && ((!_prodded && _refusals == 0) || IsOfBoot(output));
        _silences = _paused ? _silences : 0;
        Text.Add(output);
        if (Phase == LoginPhase.Proof && Text.Contains(AnyProof + user))
        {
            Phase = LoginPhase.LoggedIn;
        }
    }

    /// <summary>What to type now that nothing follows for a moment; null: nothing yet.</summary>
    public string? Answer()
    {
        _wasQuiet = true;
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
    /// What to type when the console has been silent for a while: its prompt may have been shown before we came, other output
    /// may stand behind it, or what was typed was lost.
    /// </summary>
    public string? Prod()
    {
        _silences++;
        switch (Phase)
        {
            case LoginPhase.Prompt when _silences < _pause:
                return null;
            case LoginPhase.Prompt when _paused:
                _paused = false;
                return AtPrompt() ?? "\r";
            case LoginPhase.Prompt:
                _prodded = true;
                return "\r";
            case LoginPhase.Password when _silences >= SilencesForPassword:
                // At a name's prompt it brings the prompt again; at a password's, a refusal, and then that prompt.
                _silences = 0;
                return "\r";
            case LoginPhase.Shell:
                return "\r";
            case LoginPhase.Proof:
                return Command + "\r";
            default:
                return null;
        }
    }

    private string? AtPrompt()
    {
        if (_paused)
        {
            return null;
        }
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
        if (WasRefused())
        {
            return TryAgain();
        }
        // The name was lost: it was typed before the getty that asks now.
        return AsksForName() ? Next(LoginPhase.Password, user) : AtNewShell();
    }

    // A prompt instead of a shell is a refusal, whatever words it has: a time that ran out, a shell that ends at once.
    private string? AtShell() => WasRefused() || AsksForName() ? TryAgain() : AtNewShell();

    private string? AtProof()
    {
        if (WasLoggedIn && Text.Contains(AnyProof))
        {
            // Somebody else's shell: theirs is left, and ours is asked for.
            WasLoggedIn = false;
            _prodded = false;
            return Next(LoginPhase.Prompt, "exit");
        }
        if (AsksForName())
        {
            // What was taken for a shell's prompt was none: a guest that still boots prints lines that end like one.
            WasLoggedIn = false;
            return Next(LoginPhase.Password, user);
        }
        return null;
    }

    private string? AtNewShell() => AtShellPrompt() ? Next(LoginPhase.Proof, Command) : null;

    private string? TryAgain()
    {
        if (++_refusals >= (_boots ? AttemptsWhileItBoots : Attempts))
        {
            Phase = LoginPhase.Refused;
            return null;
        }
        Phase = LoginPhase.Prompt;
        _pause = _boots ? Math.Min(_refusals, LongestPause) : 0;
        _paused = _pause > 0;
        Text.KeepLastLine();
        return AtPrompt();
    }

    private bool WasRefused() => Text.Contains("Login incorrect");

    private bool AsksForName() =>
        Text.LastLine.TrimEnd() is var line && line.EndsWith("login:", StringComparison.Ordinal) && !line.StartsWith("Last login", StringComparison.Ordinal);

    private bool AtShellPrompt() => Text.LastLine is [.., '$' or '#' or '%' or '>', ' '] or [.., '$' or '#'];

    private static bool IsOfBoot(ReadOnlySpan<byte> output)
    {
        foreach (var mark in BootMarks)
        {
            if (output.IndexOf(mark) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    private string Next(LoginPhase phase, string line)
    {
        Phase = phase;
        _pause = 0;
        _paused = false;
        _silences = 0;
        Text.Clear();
        return line + "\r";
    }
}
