namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Machines in files: saved, restored, dumped.</summary>
    public static class Save
    {
        /// <summary>A file is no saved machine, or not a whole one. Facts: path, reason.</summary>
        public static readonly ErrorCode Damaged = new("save.damaged", ErrorKind.Invalid);

        /// <summary>A managed save cannot be used. Facts: name, path, reason.</summary>
        public static readonly ErrorCode ManagedDamaged = new("save.managed-damaged", ErrorKind.Refused);

        /// <summary>A machine's managed save is of another machine. Facts: name, path, other, uuid, others (the other's uuid).</summary>
        public static readonly ErrorCode OfAnother = new("save.of-another", ErrorKind.Refused);

        /// <summary>A definition is not the machine that the guest knows. Facts: name, at, before, after.</summary>
        public static readonly ErrorCode Incompatible = new("save.incompatible", ErrorKind.Refused);

        /// <summary>A disk was changed after the machine was saved. Facts: name, path.</summary>
        public static readonly ErrorCode Stale = new("save.stale", ErrorKind.Refused);

        /// <summary>The program that packs or unpacks is not there. Facts: format, program, package.</summary>
        public static readonly ErrorCode ProgramMissing = new("save.program-missing", ErrorKind.Unsupported);

        /// <summary>A machine has a device whose state cannot be written into a file. Facts: name, device, reason.</summary>
        public static readonly ErrorCode Impossible = new("save.impossible", ErrorKind.Refused);

        /// <summary>A paused machine's memory was written out and nothing became of it: its QEMU has handed its disks over. Facts: name, reason.</summary>
        public static readonly ErrorCode HandedOver = new("save.handed-over", ErrorKind.Refused);

        /// <summary>A machine that is undefined has a managed save. Facts: name.</summary>
        public static readonly ErrorCode HasManaged = new("save.has-managed", ErrorKind.Refused);

        /// <summary>A machine has no managed save. Facts: name.</summary>
        public static readonly ErrorCode NoManaged = new("save.no-managed", ErrorKind.NotFound);

        /// <summary>The file cannot be made or written. Facts: name, path, reason.</summary>
        public static readonly ErrorCode Unwritable = new("save.unwritable", ErrorKind.Refused);

        /// <summary>The disk is full; the machine runs on. Facts: name, path.</summary>
        public static readonly ErrorCode DiskFull = new("save.disk-full", ErrorKind.Exhausted);

        /// <summary>QEMU could not write the machine; its words are kept. Facts: name.</summary>
        public static readonly ErrorCode Failed = new("save.failed", ErrorKind.PeerRefused);

        /// <summary>QEMU could not read the machine; its words are kept. Facts: name, path.</summary>
        public static readonly ErrorCode LoadFailed = new("save.load-failed", ErrorKind.PeerRefused);

        /// <summary>The program that packs or unpacks failed; its words are kept. Facts: name, program.</summary>
        public static readonly ErrorCode ProgramFailed = new("save.program-failed", ErrorKind.PeerRefused);

        /// <summary>Another text has no room in the file. Facts: path, room.</summary>
        public static readonly ErrorCode TextTooLong = new("save.text-too-long", ErrorKind.TooMuch);

        /// <summary>The machine is just being saved or dumped. Facts: name.</summary>
        public static readonly ErrorCode Busy = new("save.busy", ErrorKind.Refused);

        /// <summary>Nothing is being done to the machine that could be ended. Facts: name.</summary>
        public static readonly ErrorCode NoJob = new("save.no-job", ErrorKind.Refused);

        /// <summary>This QEMU cannot dump this machine in that format. Facts: name, format, known.</summary>
        public static readonly ErrorCode DumpFormat = new("save.dump-format", ErrorKind.Unsupported);

        /// <summary>QEMU could not dump the guest's memory. Facts: name.</summary>
        public static readonly ErrorCode DumpFailed = new("save.dump-failed", ErrorKind.PeerRefused);
    }
}
