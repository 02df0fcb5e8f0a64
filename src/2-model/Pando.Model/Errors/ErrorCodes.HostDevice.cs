namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Devices of the host that machines have.</summary>
    public static class HostDevice
    {
        /// <summary>A device that a machine names is not there. Facts: name, device.</summary>
        public static readonly ErrorCode Missing = new("hostdev.missing", ErrorKind.NotFound);

        /// <summary>What a machine says of a device holds of several. Facts: name, device, found.</summary>
        public static readonly ErrorCode Ambiguous = new("hostdev.ambiguous", ErrorKind.Invalid);

        /// <summary>The host itself uses a device. Facts: name, device, user.</summary>
        public static readonly ErrorCode InUse = new("hostdev.in-use", ErrorKind.Refused);

        /// <summary>The host cannot keep a PCI device from reaching all memory. Facts: name, device.</summary>
        public static readonly ErrorCode NoIommu = new("hostdev.no-iommu", ErrorKind.Unsupported);

        /// <summary>A PCI device is not with VFIO. Facts: name, device, driver.</summary>
        public static readonly ErrorCode NotBound = new("hostdev.not-bound", ErrorKind.Refused);

        /// <summary>Another device of the same IOMMU group stays with the host. Facts: name, device, mate, driver.</summary>
        public static readonly ErrorCode SharedGroup = new("hostdev.shared-group", ErrorKind.Refused);

        /// <summary>The kernel refused to hand over or to take back a device. Facts: name, device, reason.</summary>
        public static readonly ErrorCode Failed = new("hostdev.failed", ErrorKind.Broken);
    }
}
