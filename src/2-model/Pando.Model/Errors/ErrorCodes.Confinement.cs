namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>The confinement of machines' processes, and the host's resources that they get.</summary>
    public static class Confinement
    {
        /// <summary>Something that confines a machine could not be put in force. Facts: name, reason.</summary>
        public static readonly ErrorCode Failed = new("confinement.failed", ErrorKind.Broken);

        /// <summary>The host lacks the controller of control groups that a definition needs. Facts: name, controller, what.</summary>
        public static readonly ErrorCode NoController = new("confinement.no-controller", ErrorKind.Unsupported);

        /// <summary>The host cannot divide caches or memory bandwidth, or does not show that it can. Facts: name, what.</summary>
        public static readonly ErrorCode NoResctrl = new("confinement.no-resctrl", ErrorKind.Unsupported);

        /// <summary>The kernel refuses a value. Facts: name, what, value, reason.</summary>
        public static readonly ErrorCode ValueRefused = new("confinement.value-refused", ErrorKind.Invalid);

        /// <summary>A path of a definition's blkiotune is no disk of the host. Facts: name, path.</summary>
        public static readonly ErrorCode NoDisk = new("confinement.no-disk", ErrorKind.Invalid);

        /// <summary>The user or group of a definition's label is not there. Facts: name, label.</summary>
        public static readonly ErrorCode UnknownOwner = new("confinement.unknown-owner", ErrorKind.Invalid);

        /// <summary>It cannot be changed while the machine runs. Facts: name, what.</summary>
        public static readonly ErrorCode NotLive = new("confinement.not-live", ErrorKind.Refused);
    }
}
