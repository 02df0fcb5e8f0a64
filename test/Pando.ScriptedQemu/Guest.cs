namespace Pando.ScriptedQemu;

/// <summary>The state of a machine whose guest does nothing but what signals and buttons make it do.</summary>
internal sealed class Guest(CommandLine commandLine, Action<int> exit)
{
    private readonly Lock _gate = new();
    private ScriptedPeer? _monitor;

    public string Status { get; private set; } = commandLine.IsIncoming ? "inmigrate" : commandLine.StartsPaused ? "prelaunch" : "running";

    public void Attach(ScriptedPeer monitor)
    {
        lock (_gate)
        {
            _monitor = monitor;
        }
    }

    public void Detach()
    {
        lock (_gate)
        {
            _monitor = null;
        }
    }

    public void Continue() => Become("running", "RESUME");

    public void Stop() => Become("paused", "STOP");

    /// <summary>All of it was written out: it stays, and can go on.</summary>
    public void Migrated() => Status = "postmigrate";

    /// <summary>All of it has come in; it waits, for it was started so.</summary>
    public void Arrived() => Status = "paused";

    public void Reboot()
    {
        if (commandLine.Action("reboot", "reset") == "reset")
        {
            Reset("guest-reset", byGuest: true);
        }
        else
        {
            PowerOff("guest-reset", byGuest: true);
        }
    }

    public void Reset(string reason, bool byGuest) => Happen("RESET", Cause(reason, byGuest));

    public void PressPowerButton(bool heeded)
    {
        Happen("POWERDOWN");
        if (heeded && Status == "running")
        {
            ShutDown();
        }
    }

    public void ShutDown() => PowerOff("guest-shutdown", byGuest: true);

    public void Panic()
    {
        if (commandLine.Action("panic", "shutdown") == "pause")
        {
            Happen("GUEST_PANICKED", """{"action": "pause"}""");
            Become("guest-panicked", "STOP");
        }
        else
        {
            Happen("GUEST_PANICKED", """{"action": "poweroff"}""");
            PowerOff("guest-panic", byGuest: true);
        }
    }

    public void End(string reason)
    {
        Happen("SHUTDOWN", Cause(reason, byGuest: false));
        exit(0);
    }

    private void PowerOff(string reason, bool byGuest)
    {
        Happen("SHUTDOWN", Cause(reason, byGuest));
        if (commandLine.Action("shutdown", "poweroff") == "poweroff")
        {
            exit(0);
        }
        else
        {
            Become("shutdown", "STOP");
        }
    }

    private void Become(string status, string happening)
    {
        Status = status;
        Happen(happening);
    }

    /// <summary>Said before the next thing happens, so that order is kept; nobody hears it when no monitor is connected.</summary>
    public void Happen(string name, string data = "{}")
    {
        lock (_gate)
        {
            try
            {
                _monitor?.Happen(name, data);
            }
            catch (IOException)
            {
                _monitor = null;
            }
        }
    }

    private static string Cause(string reason, bool byGuest) =>
        $$"""{"guest": {{(byGuest ? "true" : "false")}}, "reason": "{{reason}}"}""";
}
