namespace Pando.Model.Domains;

/// <summary>What happens when a guest powers off, reboots or crashes.</summary>
public enum LifecycleAction
{
    /// <summary>The machine is stopped and everything it held is freed.</summary>
    Destroy,

    /// <summary>The machine is started again with the same definition.</summary>
    Restart,

    /// <summary>The process stays, stopped, for somebody to look at.</summary>
    Preserve,

    /// <summary>A dump of the guest's memory is written, then the machine is stopped. Only for crashes.</summary>
    CoredumpDestroy,

    /// <summary>A dump of the guest's memory is written, then the machine is started again. Only for crashes.</summary>
    CoredumpRestart,
}

/// <summary>What happens when a machine loses the lease of a disk.</summary>
public enum LockFailureAction
{
    /// <summary>It is powered off.</summary>
    [System.Xml.Serialization.XmlEnum("poweroff")]
    PowerOff,

    /// <summary>It is powered off and started again, to get the lease back.</summary>
    Restart,

    /// <summary>It is paused.</summary>
    Pause,

    /// <summary>It goes on.</summary>
    Ignore,
}
