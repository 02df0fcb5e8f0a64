namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>The QEMU program: what it is, and what it can do.</summary>
    public static class Qemu
    {
        /// <summary>No feature of a processor has that name. Facts: feature.</summary>
        public static readonly ErrorCode UnknownFeature = new("qemu.unknown-feature", ErrorKind.Invalid);

        /// <summary>Several processors have no feature in common.</summary>
        public static readonly ErrorCode NothingInCommon = new("qemu.nothing-in-common", ErrorKind.Unsupported);

        /// <summary>Several processors are not of one maker. Facts: vendors.</summary>
        public static readonly ErrorCode SeveralVendors = new("qemu.several-vendors", ErrorKind.Unsupported);

        /// <summary>Nothing here emulates that architecture. Facts: architecture, there.</summary>
        public static readonly ErrorCode OtherArchitecture = new("qemu.other-architecture", ErrorKind.Invalid);

        /// <summary>KVM runs no machines on this host. Facts: path.</summary>
        public static readonly ErrorCode NoKvm = new("qemu.no-kvm", ErrorKind.Invalid);

        /// <summary>Machines are not run by that program. Facts: path, there.</summary>
        public static readonly ErrorCode OtherProgram = new("qemu.other-program", ErrorKind.Invalid);

        /// <summary>There is no QEMU program at that path. Facts: path.</summary>
        public static readonly ErrorCode NotFound = new("qemu.not-found", ErrorKind.Unsupported);

        /// <summary>The program could not be executed. Facts: path.</summary>
        public static readonly ErrorCode NotStarted = new("qemu.not-started", ErrorKind.Broken);

        /// <summary>QEMU ended when it was asked what it can do; its words are kept. Facts: path.</summary>
        public static readonly ErrorCode ProbeFailed = new("qemu.probe-failed", ErrorKind.PeerRefused);

        /// <summary>QEMU did not answer when it was asked what it can do; what it said until then is kept. Facts: path, waited, state.</summary>
        public static readonly ErrorCode ProbeSilent = new("qemu.probe-silent", ErrorKind.PeerSilent);

        /// <summary>QEMU lacks something that Pando cannot do without. Facts: path, version, missing.</summary>
        public static readonly ErrorCode TooOld = new("qemu.too-old", ErrorKind.Unsupported);

        /// <summary>QEMU has no such machine type. Facts: machine, path.</summary>
        public static readonly ErrorCode UnknownMachine = new("qemu.unknown-machine", ErrorKind.Invalid);

        /// <summary>QEMU has no such processor model. Facts: model, path.</summary>
        public static readonly ErrorCode UnknownCpu = new("qemu.unknown-cpu", ErrorKind.Invalid);

        /// <summary>QEMU has no such device. Facts: device, path.</summary>
        public static readonly ErrorCode MissingDevice = new("qemu.missing-device", ErrorKind.Unsupported);

        /// <summary>A machine type does not take that many processors. Facts: machine, asked, most.</summary>
        public static readonly ErrorCode TooManyCpus = new("qemu.too-many-cpus", ErrorKind.Invalid);

        /// <summary>The host's processor lacks something of a model that the definition wants checked. Facts: model, missing.</summary>
        public static readonly ErrorCode CpuUnavailable = new("qemu.cpu-unavailable", ErrorKind.Unsupported);

        /// <summary>The host's processor has something that the definition forbids it. Facts: model, features.</summary>
        public static readonly ErrorCode CpuForbidden = new("qemu.cpu-forbidden", ErrorKind.Unsupported);

        /// <summary>The host's processor is of another maker than the definition wants. Facts: vendor, host.</summary>
        public static readonly ErrorCode CpuOtherVendor = new("qemu.cpu-other-vendor", ErrorKind.Unsupported);

        /// <summary>QEMU does not say what the host's processor is made of. Facts: path, accelerator.</summary>
        public static readonly ErrorCode NoHostModel = new("qemu.no-host-model", ErrorKind.Unsupported);

        /// <summary>Something of a definition cannot be given to QEMU. Facts: what, reason.</summary>
        public static readonly ErrorCode CannotExpress = new("qemu.cannot-express", ErrorKind.Unsupported);
    }
}
