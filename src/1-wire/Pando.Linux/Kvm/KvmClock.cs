namespace Pando.Linux.Kvm;

/// <summary>The time stamp counter as KVM tells it.</summary>
/// <param name="FrequencyKHz">How fast it counts.</param>
/// <param name="Scales">Whether a guest can have another frequency.</param>
public sealed record KvmClock(int FrequencyKHz, bool Scales)
{
    private const int TscControl = 60;

    /// <summary>Asks a virtual processor that never runs (KVM_GET_TSC_KHZ); null where there is no KVM, or it does not say.</summary>
    /// <param name="path">/dev/kvm.</param>
    public static KvmClock? Read(string path)
    {
        try
        {
            using KvmDevice device = KvmDevice.Open(path);
            using KvmVirtualMachine machine = device.CreateVm();
            using KvmVcpu processor = machine.CreateVcpu();
            return processor.TscKHz() is > 0 and var frequency ? new KvmClock(frequency, device.CheckExtension(TscControl) > 0) : null;
        }
        catch (SyscallException)
        {
            return null;
        }
    }
}
