namespace Pando.Model.Domains;

/// <summary>What a <see cref="LifecycleAction"/> answers.</summary>
public enum LifecycleEvent
{
    /// <summary>The guest powers off (<c>on_poweroff</c>).</summary>
    PowerOff,

    /// <summary>The guest restarts (<c>on_reboot</c>).</summary>
    Reboot,

    /// <summary>The guest crashes (<c>on_crash</c>).</summary>
    Crash,
}
