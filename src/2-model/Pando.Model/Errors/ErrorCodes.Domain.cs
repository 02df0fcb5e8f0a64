namespace Pando.Model.Errors;

public static partial class ErrorCodes
{
    /// <summary>Machines: their lifecycle and the process that runs them.</summary>
    public static class Domain
    {
        /// <summary>No machine has that name or uuid. Facts: name.</summary>
        public static readonly ErrorCode NotFound = new("domain.not-found", ErrorKind.NotFound);

        /// <summary>Another machine has that name. Facts: name, uuid.</summary>
        public static readonly ErrorCode NameTaken = new("domain.name-taken", ErrorKind.Exists);

        /// <summary>Another machine has that uuid. Facts: uuid, name.</summary>
        public static readonly ErrorCode UuidTaken = new("domain.uuid-taken", ErrorKind.Exists);

        /// <summary>A definition asks for more memory than the host has. Facts: name, asked, host.</summary>
        public static readonly ErrorCode MemoryBeyondHost = new("domain.memory-beyond-host", ErrorKind.Invalid);

        /// <summary>A disk is open for writing by another machine. Facts: name, path, holder.</summary>
        public static readonly ErrorCode DiskInUse = new("domain.disk-in-use", ErrorKind.Refused);

        /// <summary>A disk cannot be opened. Facts: name, path, component, reason.</summary>
        public static readonly ErrorCode DiskUnavailable = new("domain.disk-unavailable", ErrorKind.Refused);

        /// <summary>A version of a definition that does not exist. Facts: name, version.</summary>
        public static readonly ErrorCode VersionNotFound = new("domain.version-not-found", ErrorKind.NotFound);

        /// <summary>The definition was changed by somebody else in between. Facts: name.</summary>
        public static readonly ErrorCode ChangedMeanwhile = new("domain.changed-meanwhile", ErrorKind.Refused);

        /// <summary>Nothing of that name is in the trash. Facts: name.</summary>
        public static readonly ErrorCode NotInTrash = new("domain.not-in-trash", ErrorKind.NotFound);

        /// <summary>The host has no UEFI firmware for the machine type. Facts: name, machine.</summary>
        public static readonly ErrorCode NoFirmware = new("domain.no-firmware", ErrorKind.Unsupported);

        /// <summary>Nothing says what a machine's firmware variables are made from. Facts: name, loader, path.</summary>
        public static readonly ErrorCode NoVariablesTemplate = new("domain.no-variables-template", ErrorKind.Refused);

        /// <summary>A definition pins to processors that the host does not have online. Facts: name, asked, online.</summary>
        public static readonly ErrorCode NoSuchProcessor = new("domain.no-such-processor", ErrorKind.Refused);

        /// <summary>The kernel does not let a thread run where, or as, the definition says. Facts: name, thread.</summary>
        public static readonly ErrorCode ThreadNotPlaced = new("domain.thread-not-placed", ErrorKind.Refused);

        /// <summary>QEMU ended before it answered; its words are kept. Facts: name, status.</summary>
        public static readonly ErrorCode QemuExited = new("domain.qemu-exited", ErrorKind.PeerRefused);

        /// <summary>QEMU does not answer. Facts: name, waited, for.</summary>
        public static readonly ErrorCode QemuSilent = new("domain.qemu-silent", ErrorKind.PeerSilent);

        /// <summary>QEMU refused a command; its words are kept. Facts: name, command.</summary>
        public static readonly ErrorCode QemuRefused = new("domain.qemu-refused", ErrorKind.PeerRefused);

        /// <summary>The connection to QEMU broke. Facts: name.</summary>
        public static readonly ErrorCode QemuLost = new("domain.qemu-lost", ErrorKind.Broken);

        /// <summary>The process could not be ended. Facts: name, waited.</summary>
        public static readonly ErrorCode WillNotDie = new("domain.will-not-die", ErrorKind.PeerSilent);

        /// <summary>The machine has no such console. Facts: name, console.</summary>
        public static readonly ErrorCode NoConsole = new("domain.no-console", ErrorKind.NotFound);

        /// <summary>Somebody else is connected to that console. Facts: name, console.</summary>
        public static readonly ErrorCode ConsoleInUse = new("domain.console-in-use", ErrorKind.Refused);

        /// <summary>The machine has no display to take a picture of. Facts: name.</summary>
        public static readonly ErrorCode NoScreen = new("domain.no-screen", ErrorKind.Refused);

        /// <summary>QEMU runs, and the record of what it was started with cannot be read. Facts: name.</summary>
        public static readonly ErrorCode RecordUnreadable = new("domain.record-unreadable", ErrorKind.Refused);

        /// <summary>The machine has no such device. Facts: name, device.</summary>
        public static readonly ErrorCode NoSuchDevice = new("domain.no-such-device", ErrorKind.NotFound);

        /// <summary>More than one device of the machine can be meant. Facts: name, device.</summary>
        public static readonly ErrorCode DeviceAmbiguous = new("domain.device-ambiguous", ErrorKind.Invalid);

        /// <summary>A device that cannot be plugged in while the machine runs. Facts: name, device, reason.</summary>
        public static readonly ErrorCode NotHotPluggable = new("domain.not-hot-pluggable", ErrorKind.Unsupported);

        /// <summary>A device that cannot be taken away while the machine runs. Facts: name, device, reason.</summary>
        public static readonly ErrorCode NotHotUnpluggable = new("domain.not-hot-unpluggable", ErrorKind.Unsupported);

        /// <summary>What cannot be changed of a device while the machine runs. Facts: name, device, reason.</summary>
        public static readonly ErrorCode NotLiveUpdatable = new("domain.not-live-updatable", ErrorKind.Unsupported);

        /// <summary>The running machine has no free place for another device. Facts: name, device, bus.</summary>
        public static readonly ErrorCode NoHotPlugPlace = new("domain.no-hot-plug-place", ErrorKind.Refused);

        /// <summary>The machine has that device already, and one machine has it once. Facts: name, device.</summary>
        public static readonly ErrorCode DeviceThere = new("domain.device-there", ErrorKind.Refused);

        /// <summary>The machine has an I/O thread of that number. Facts: name, thread.</summary>
        public static readonly ErrorCode IoThreadThere = new("domain.iothread-there", ErrorKind.Refused);

        /// <summary>The machine has no I/O thread of that number. Facts: name, thread.</summary>
        public static readonly ErrorCode NoSuchIoThread = new("domain.no-such-iothread", ErrorKind.NotFound);

        /// <summary>A device has its I/O done by the I/O thread that is to go. Facts: name, thread, device.</summary>
        public static readonly ErrorCode IoThreadInUse = new("domain.iothread-in-use", ErrorKind.Refused);

        /// <summary>Other devices hang on a device that is to be taken away. Facts: name, device, other.</summary>
        public static readonly ErrorCode DeviceInUse = new("domain.device-in-use", ErrorKind.Refused);

        /// <summary>The guest was asked to release a device and has not done so yet. Facts: name, device, waited.</summary>
        public static readonly ErrorCode DeviceNotReleased = new("domain.device-not-released", ErrorKind.PeerSilent);

        /// <summary>The guest refuses to release a device. Facts: name, device.</summary>
        public static readonly ErrorCode ReleaseRefused = new("domain.release-refused", ErrorKind.PeerRefused);

        /// <summary>The guest keeps the tray of a drive closed. Facts: name, device.</summary>
        public static readonly ErrorCode TrayLocked = new("domain.tray-locked", ErrorKind.Refused);

        /// <summary>More virtual CPUs than the machine can have. Facts: name, asked, most.</summary>
        public static readonly ErrorCode VcpusBeyondMaximum = new("domain.vcpus-beyond-maximum", ErrorKind.Invalid);

        /// <summary>Virtual CPUs that the machine was started with cannot be taken away. Facts: name, asked, least.</summary>
        public static readonly ErrorCode VcpusFixed = new("domain.vcpus-fixed", ErrorKind.Refused);

        /// <summary>A virtual CPU cannot be taken away: the guest boots on it, or was started with it. Facts: name, vcpu.</summary>
        public static readonly ErrorCode VcpuStays = new("domain.vcpu-stays", ErrorKind.Refused);

        /// <summary>A paused machine stands as after its memory was written out: its disks must not be touched. Facts: name.</summary>
        public static readonly ErrorCode DisksHandedOver = new("domain.disks-handed-over", ErrorKind.Refused);

        /// <summary>Virtual CPUs cannot be taken away from a guest that QEMU itself runs, without KVM. Facts: name.</summary>
        public static readonly ErrorCode VcpusEmulated = new("domain.vcpus-emulated", ErrorKind.Unsupported);

        /// <summary>The machine has no balloon, by which its memory could be changed. Facts: name.</summary>
        public static readonly ErrorCode NoBalloon = new("domain.no-balloon", ErrorKind.Refused);

        /// <summary>More memory than the machine can have. Facts: name, asked, most.</summary>
        public static readonly ErrorCode MemoryBeyondMaximum = new("domain.memory-beyond-maximum", ErrorKind.Invalid);

        /// <summary>What can be changed in the definition only. Facts: name, what.</summary>
        public static readonly ErrorCode OnlyInDefinition = new("domain.only-in-definition", ErrorKind.Unsupported);

        /// <summary>Machine is running already.</summary>
        public static readonly ErrorCode AlreadyRunning = new("domain.already-running", ErrorKind.Refused);

        /// <summary>Machine is not running.</summary>
        public static readonly ErrorCode NotRunning = new("domain.not-running", ErrorKind.Refused);

        /// <summary>Machine is just being started.</summary>
        public static readonly ErrorCode IsStarting = new("domain.is-starting", ErrorKind.Refused);

        /// <summary>Machine is just being stopped.</summary>
        public static readonly ErrorCode IsStopping = new("domain.is-stopping", ErrorKind.Refused);

        /// <summary>Machine is paused already.</summary>
        public static readonly ErrorCode AlreadyPaused = new("domain.already-paused", ErrorKind.Refused);

        /// <summary>Machine is not paused.</summary>
        public static readonly ErrorCode NotPaused = new("domain.not-paused", ErrorKind.Refused);

        /// <summary>Machine is paused and cannot react.</summary>
        public static readonly ErrorCode IsPaused = new("domain.is-paused", ErrorKind.Refused);

        /// <summary>The guest of machine sleeps.</summary>
        public static readonly ErrorCode IsAsleep = new("domain.is-asleep", ErrorKind.Refused);

        /// <summary>The guest of machine does not sleep.</summary>
        public static readonly ErrorCode NotAsleep = new("domain.not-asleep", ErrorKind.Refused);

        /// <summary>The machine cannot sleep that way. Facts: name, target.</summary>
        public static readonly ErrorCode CannotSleep = new("domain.cannot-sleep", ErrorKind.Refused);

        /// <summary>Machine is running.</summary>
        public static readonly ErrorCode StillRunning = new("domain.still-running", ErrorKind.Refused);

        /// <summary>Machine is transient: it has no stored definition.</summary>
        public static readonly ErrorCode IsTransient = new("domain.is-transient", ErrorKind.Refused);

        /// <summary>The guest of machine has shut itself down and waits.</summary>
        public static readonly ErrorCode GuestShutDown = new("domain.guest-shut-down", ErrorKind.Refused);

        /// <summary>The guest of machine has crashed.</summary>
        public static readonly ErrorCode Crashed = new("domain.crashed", ErrorKind.Refused);

        /// <summary>Machine is just being removed.</summary>
        public static readonly ErrorCode BeingRemoved = new("domain.being-removed", ErrorKind.Refused);

        /// <summary>Too many requests are waiting for machine ({count}).</summary>
        public static readonly ErrorCode QueueFull = new("domain.queue-full", ErrorKind.TooMuch);

        /// <summary>A program beside QEMU ended before the machine ran. Facts: name, process, device, status.</summary>
        public static readonly ErrorCode SideProcessEnded = new("domain.side-process-ended", ErrorKind.PeerRefused);

        /// <summary>A program beside QEMU could not be started. Facts: name, process, device.</summary>
        public static readonly ErrorCode SideProcessNotStarted = new("domain.side-process-not-started", ErrorKind.Broken);

        /// <summary>A program beside QEMU took no connection. Facts: name, process, device, waited.</summary>
        public static readonly ErrorCode SideProcessSilent = new("domain.side-process-silent", ErrorKind.PeerSilent);

        /// <summary>The host has no program that a device needs beside QEMU. Facts: name, process, device.</summary>
        public static readonly ErrorCode SideProgramMissing = new("domain.side-program-missing", ErrorKind.Refused);

        /// <summary>Every TCP port that a display could have is taken. Facts: name.</summary>
        public static readonly ErrorCode NoDisplayPort = new("domain.no-display-port", ErrorKind.TooMuch);

        /// <summary>A set of key codes has no such key, or QEMU's keyboard has not. Facts: key, codeset.</summary>
        public static readonly ErrorCode UnknownKey = new("domain.unknown-key", ErrorKind.Invalid);

        /// <summary>The machine has fewer screens. Facts: name, screen, count.</summary>
        public static readonly ErrorCode NoSuchScreen = new("domain.no-such-screen", ErrorKind.NotFound);

        /// <summary>The machine has no display of that number that viewers can be handed to. Facts: name, display.</summary>
        public static readonly ErrorCode NoSuchDisplay = new("domain.no-such-display", ErrorKind.NotFound);

        /// <summary>A disk is larger than what it is to grow to. Facts: name, device, now, asked.</summary>
        public static readonly ErrorCode DiskWouldShrink = new("domain.disk-would-shrink", ErrorKind.Refused);

        /// <summary>Something is not counted on this host. Facts: name, event, reason.</summary>
        public static readonly ErrorCode NotCounted = new("domain.not-counted", ErrorKind.Unsupported);

        /// <summary>The machine has that name already. Facts: name.</summary>
        public static readonly ErrorCode SameName = new("domain.same-name", ErrorKind.Refused);

        /// <summary>A machine with a managed save keeps its name. Facts: name.</summary>
        public static readonly ErrorCode NotRenamedWhileSaved = new("domain.not-renamed-while-saved", ErrorKind.Refused);

        /// <summary>QEMU of machine has not been answering since {since}.</summary>
        public static readonly ErrorCode NotAnswering = new("domain.not-answering", ErrorKind.PeerSilent);
    }
}
