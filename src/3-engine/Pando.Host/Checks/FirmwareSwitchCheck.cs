using Pando.Host.Files;
using Pando.Linux;
using Pando.Linux.Kernel;
using Pando.Linux.Kvm;
using Pando.Model.Host;

namespace Pando.Host.Checks;

/// <summary>Has the firmware turned hardware virtualization off? Model-specific registers say it, else the kernel's log.</summary>
internal sealed class FirmwareSwitchCheck : IHostCheck
{
    private const string Registers = "/dev/cpu/0/msr";

    // Intel SDM volume 4: IA32_FEATURE_CONTROL. Bit 0 locks it, bit 2 allows VMX.
    private const long FeatureControl = 0x3A;
    private const ulong Locked = 1;
    private const ulong VmxAllowed = 4;

    // AMD APM volume 2: VM_CR. Bit 4 disables SVM.
    private const long VmControl = 0xC001_0114;
    private const ulong SvmDisabled = 0x10;

    private static readonly string[] LogSigns =
    [
        "disabled by bios", "vmx not enabled", "svm disabled", "vmx (outside txt) disabled",
    ];

    private static readonly Finding Enabled = new("firmware-switch.enabled", CheckStatus.Pass);
    private static readonly Finding Disabled = new("firmware-switch.disabled", CheckStatus.Warn);
    private static readonly Finding NotApplicable = new("firmware-switch.not-applicable", CheckStatus.Pass);
    private static readonly Finding Unknown = new("firmware-switch.unknown", CheckStatus.Pass);

    public async ValueTask<HostCheckItem> LookAsync(HostView host, CancellationToken cancellationToken)
    {
        if ((await host.Inquiry.KvmAsync(cancellationToken)).Verdict is KvmVerdict.Usable)
        {
            return Enabled.With();
        }

        CpuInfo processor = CpuInfo.Of(host.Files);
        // A guest's firmware has no such switch, and its registers are whatever its hypervisor makes of them.
        if (!host.IsX86 || (processor.Flags.Contains("hypervisor") && processor.VirtualizationFlag is null))
        {
            return NotApplicable.With();
        }

        if (RegisterSays(host.Files, processor.IsIntel) is { } enabled)
        {
            return enabled ? Enabled.With() : Disabled.With(("source", "MSR"));
        }

        return LogSays(host.Files) ? Disabled.With(("source", "dmesg")) : Unknown.With();
    }

    private static bool? RegisterSays(HostFiles files, bool isIntel) => isIntel
        ? files.Word(Registers, FeatureControl) is { } control ? (control & Locked) == 0 || (control & VmxAllowed) != 0 : null
        : files.Word(Registers, VmControl) is { } virtualization ? (virtualization & SvmDisabled) == 0 : null;

    private static bool LogSays(HostFiles files)
    {
        try
        {
            return KernelLog.Read(files.PathOf("/dev/kmsg"))
                .Any(static text => LogSigns.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase)));
        }
        catch (SyscallException)
        {
            return false;
        }
    }
}
