namespace Pando.Linux.Kvm;

/// <summary>One run of the probe: each step is noted, the first that fails gives the verdict.</summary>
internal sealed class KvmProbeRun(string devicePath)
{
    private const uint ArchitectureCapabilities = 0x10A;
    private const int MostExits = 64;
    private const long TssAddress = 0xFFFBD000;

    // What QEMU will not start without (accel/kvm/kvm-all.c and target/i386/kvm), and interrupts delivered by the kernel.
    private static readonly (int Number, string Name)[] NeededExtensions =
    [
        (0, "IRQCHIP"), (3, "USER_MEMORY"), (4, "SET_TSS_ADDR"), (7, "EXT_CPUID"), (14, "MP_STATE"),
        (21, "DESTROY_MEMORY_REGION_WORKS"), (30, "JOIN_MEMORY_REGIONS_WORKS"), (32, "IRQFD"), (36, "IOEVENTFD"),
        (40, "INTERNAL_ERROR_DATA"), (41, "VCPU_EVENTS"), (56, "XCRS"),
    ];

    private readonly List<KvmProbeStep> _steps = [];

    public KvmProbeResult Run()
    {
        try
        {
            using KvmDevice device = Open();
            CheckVersion(device);
            CheckExtensions(device);
            using MappedMemory memory = MappedMemory.Allocate(ProbeGuest.MemoryBytes);
            using KvmVirtualMachine machine = Make("create-vm", device.CreateVm);
            Do("set-memory", () => SetMemory(machine, memory));
            using KvmVcpu processor = Make("create-vcpu", machine.CreateVcpu);
            Do("set-cpuid", () => processor.SetCpuid(device.SupportedCpuid()));
            RunGuest(memory, processor);
            CheckHostCpu(device, processor);
            return new KvmProbeResult(KvmVerdict.Usable, "KVM ran a guest in 64-bit mode to its end.", _steps);
        }
        catch (ProbeFailure failure)
        {
            return new KvmProbeResult(failure.Verdict, failure.Message, _steps);
        }
    }

    private KvmDevice Open()
    {
        try
        {
            KvmDevice device = KvmDevice.Open(devicePath);
            Pass("open");
            return device;
        }
        catch (SyscallException failure)
        {
            throw failure.Errno switch
            {
                Errno.ENOENT => Fail("open", KvmVerdict.NoDevice, $"There is no {devicePath}: the kernel's kvm module is not loaded."),
                Errno.ENODEV or Errno.ENXIO => Fail("open", KvmVerdict.NoDevice, $"{devicePath} has no driver behind it: {failure.Message}"),
                Errno.EACCES or Errno.EPERM => Fail("open", KvmVerdict.NoPermission, $"{devicePath} may not be opened by this user."),
                _ => Fail("open", KvmVerdict.Refused, failure.Message),
            };
        }
    }

    private void CheckVersion(KvmDevice device)
    {
        int version = Ask("api-version", device.ApiVersion);
        if (version != KvmDevice.ExpectedApiVersion)
        {
            throw Fail(
                "api-version",
                KvmVerdict.WrongApiVersion,
                $"KVM speaks interface version {version}, QEMU needs {KvmDevice.ExpectedApiVersion}.");
        }

        Pass("api-version");
    }

    private void CheckExtensions(KvmDevice device)
    {
        string[] missing = [.. NeededExtensions.Where(needed => device.CheckExtension(needed.Number) <= 0).Select(static e => e.Name)];
        if (missing.Length > 0)
        {
            throw Fail("extensions", KvmVerdict.MissingExtension, $"KVM lacks {string.Join(", ", missing)}.");
        }

        Pass("extensions");
    }

    private static void SetMemory(KvmVirtualMachine machine, MappedMemory memory)
    {
        machine.SetTss(unchecked((nint)TssAddress));
        machine.SetMemory(memory);
    }

    // For -cpu host, QEMU copies the host's feature registers into the guest, and aborts when KVM refuses one it has listed itself.
    private void CheckHostCpu(KvmDevice device, KvmVcpu processor)
    {
        const string step = "host-cpu-registers";
        if (Ask(step, device.FeatureMsrs).Contains(ArchitectureCapabilities)
            && (Ask(step, () => device.FeatureMsr(ArchitectureCapabilities)) is not { } value
                || !Ask(step, () => processor.TrySetMsr(ArchitectureCapabilities, value))))
        {
            throw Fail(
                step,
                KvmVerdict.HostCpuRefused,
                "KVM lists the register 0x10a and then refuses it: QEMU with the host's processor model would abort.");
        }

        Pass(step);
    }

    private void RunGuest(MappedMemory memory, KvmVcpu processor)
    {
        ProbeGuest.Load(memory.Bytes);
        Do("set-registers", () => SetRegisters(processor));
        int said = 0;
        for (int exits = 0; exits < MostExits; exits++)
        {
            string awaited = said < ProbeGuest.Expected.Count ? ProbeGuest.Expected[said].Proves : "halt";
            try
            {
                processor.Run();
            }
            catch (SyscallException failure)
            {
                throw Fail(awaited, KvmVerdict.GuestDidNotRun, $"The guest stopped before \"{awaited}\": {failure.Message}");
            }

            KvmRun exit = processor.Exit;
            switch (exit.ExitReason)
            {
                case KvmRun.ExitIo when exit is { IoPort: ProbeGuest.Port, IoDirection: 0 }:
                    processor.IoByte = ProbeGuest.Question;
                    break;
                case KvmRun.ExitIo when exit is { IoPort: ProbeGuest.Port, IoSize: 1 } && said < ProbeGuest.Expected.Count:
                    byte value = processor.IoByte;
                    if (value != ProbeGuest.Expected[said].Value)
                    {
                        throw Fail(awaited, KvmVerdict.GuestDidNotRun, $"The guest computed \"{awaited}\" wrongly ({value}).");
                    }

                    Pass(awaited);
                    said++;
                    break;
                case KvmRun.ExitHlt when said == ProbeGuest.Expected.Count:
                    Pass("halt");
                    return;
                case KvmRun.ExitInterrupted:
                    break;
                default:
                    throw Fail(awaited, KvmVerdict.GuestDidNotRun, $"The guest stopped before \"{awaited}\": {Describe(exit)}.");
            }
        }

        throw Fail("halt", KvmVerdict.GuestDidNotRun, $"The guest did not halt after {MostExits} exits.");
    }

    private static void SetRegisters(KvmVcpu processor)
    {
        processor.SystemRegisters = ProbeGuest.SystemRegisters(processor.SystemRegisters);
        processor.SetRegisters(ProbeGuest.Registers());
    }

    private static string Describe(KvmRun exit) => exit.ExitReason switch
    {
        KvmRun.ExitInternalError => $"KVM internal error, suberror {exit.InternalSuberror}",
        KvmRun.ExitFailEntry => $"the processor refused to enter the guest, reason 0x{exit.FailEntryReason:x}",
        KvmRun.ExitShutdown => "triple fault",
        KvmRun.ExitHlt => "it halted early",
        KvmRun.ExitIo => $"it used port 0x{exit.IoPort:x}",
        _ => $"exit reason {exit.ExitReason}",
    };

    private void Do(string step, Action act) =>
        Make(
            step,
            () =>
            {
                act();
                return true;
            });

    private T Make<T>(string step, Func<T> make)
    {
        T made = Ask(step, make);
        Pass(step);
        return made;
    }

    private T Ask<T>(string step, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SyscallException failure)
        {
            throw Fail(step, KvmVerdict.Refused, failure.Message);
        }
    }

    private void Pass(string step) => _steps.Add(new KvmProbeStep(step, Passed: true));

    private ProbeFailure Fail(string step, KvmVerdict verdict, string detail)
    {
        _steps.Add(new KvmProbeStep(step, Passed: false, detail));
        return new ProbeFailure(verdict, detail);
    }

    private sealed class ProbeFailure(KvmVerdict verdict, string detail) : Exception(detail)
    {
        public KvmVerdict Verdict { get; } = verdict;
    }
}
