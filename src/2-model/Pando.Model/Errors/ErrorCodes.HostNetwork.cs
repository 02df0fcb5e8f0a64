namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>The host's own network: its cards, bridges over them, VLANs, bonds.</summary>
    public static class HostNetwork
    {
        /// <summary>The host has no such network device. Facts: device.</summary>
        public static readonly ErrorCode NoSuchDevice = new("hostnet.no-such-device", ErrorKind.NotFound);

        /// <summary>A name that no network device can have. Facts: device, reason.</summary>
        public static readonly ErrorCode BadName = new("hostnet.bad-name", ErrorKind.Invalid);

        /// <summary>The host has a network device of that name. Facts: device.</summary>
        public static readonly ErrorCode NameTaken = new("hostnet.name-taken", ErrorKind.Exists);

        /// <summary>A device cannot become a part of another. Facts: device, name, reason.</summary>
        public static readonly ErrorCode CannotUse = new("hostnet.cannot-use", ErrorKind.Refused);

        /// <summary>Something of a change is outside of what there is. Facts: what, value, reason.</summary>
        public static readonly ErrorCode BadSetting = new("hostnet.bad-setting", ErrorKind.Invalid);

        /// <summary>Another change waits to be confirmed. Facts: device.</summary>
        public static readonly ErrorCode ChangePending = new("hostnet.change-pending", ErrorKind.Refused);

        /// <summary>No change waits to be confirmed.</summary>
        public static readonly ErrorCode NothingPending = new("hostnet.nothing-pending", ErrorKind.Refused);

        /// <summary>A change was not confirmed in time. Facts: device, seconds.</summary>
        public static readonly ErrorCode NotConfirmed = new("hostnet.not-confirmed", ErrorKind.Refused);

        /// <summary>The host was started anew before a change was confirmed. Facts: device.</summary>
        public static readonly ErrorCode HostRestarted = new("hostnet.host-restarted", ErrorKind.Refused);

        /// <summary>A device that was not made by Pando. Facts: device.</summary>
        public static readonly ErrorCode NotMadeHere = new("hostnet.not-made-here", ErrorKind.Refused);

        /// <summary>A device that others stand on or belong to. Facts: device, by.</summary>
        public static readonly ErrorCode InUse = new("hostnet.in-use", ErrorKind.Refused);

        /// <summary>The kernel cannot make such devices. Facts: device, kind.</summary>
        public static readonly ErrorCode KernelLacks = new("hostnet.kernel-lacks", ErrorKind.Unsupported);

        /// <summary>The kernel refused a change. Facts: device, reason.</summary>
        public static readonly ErrorCode KernelRefused = new("hostnet.kernel-refused", ErrorKind.Broken);

        /// <summary>The host's configuration is in a form that is not changed by programs. Facts: file, reason.</summary>
        public static readonly ErrorCode ConfigurationUnclear = new("hostnet.configuration-unclear", ErrorKind.Refused);

        /// <summary>The host's configuration is not what it was when the change was planned or made. Facts: file.</summary>
        public static readonly ErrorCode ConfigurationChanged = new("hostnet.configuration-changed", ErrorKind.Refused);

        /// <summary>The host's configuration cannot be read or written. Facts: file, reason.</summary>
        public static readonly ErrorCode ConfigurationFailed = new("hostnet.configuration-failed", ErrorKind.Broken);
    }
}
