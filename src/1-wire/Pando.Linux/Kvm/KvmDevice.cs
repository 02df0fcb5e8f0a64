namespace Pando.Linux.Kvm;

/// <summary>An open /dev/kvm (Documentation/virt/kvm/api.rst).</summary>
internal sealed class KvmDevice : Descriptor
{
    public const int ExpectedApiVersion = 12;

    private const nuint GetApiVersion = 0xAE00;
    private const nuint CreateVmRequest = 0xAE01;
    private const nuint CheckExtensionRequest = 0xAE03;
    private const nuint GetRunAreaSize = 0xAE04;
    private const nuint GetFeatureMsrList = 0xC004AE0A;
    private const nuint GetSupportedCpuid = 0xC008AE05;
    private const nuint GetMsrs = 0xC008AE88;

    private KvmDevice(int number)
        : base(number)
    {
    }

    public static KvmDevice Open(string path)
    {
        int number = Libc.openat(Libc.AT_FDCWD, path, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        return number >= 0 ? new KvmDevice(number) : throw SyscallException.Last("open", path);
    }

    public int ApiVersion() => this.Call(GetApiVersion, "KVM_GET_API_VERSION");

    public int CheckExtension(int extension) => this.Call(CheckExtensionRequest, "KVM_CHECK_EXTENSION", extension);

    public int RunAreaSize() => this.Call(GetRunAreaSize, "KVM_GET_VCPU_MMAP_SIZE");

    public KvmVirtualMachine CreateVm() => new(this.Call(CreateVmRequest, "KVM_CREATE_VM"), this);

    /// <summary>The model-specific registers that describe the host's processor, which QEMU copies for <c>-cpu host</c>.</summary>
    public unsafe IReadOnlyList<uint> FeatureMsrs()
    {
        const int room = 1024;
        uint* list = stackalloc uint[room + 1];
        list[0] = room;
        this.Call(GetFeatureMsrList, "KVM_GET_MSR_FEATURE_INDEX_LIST", list);
        return new ReadOnlySpan<uint>(list + 1, (int)list[0]).ToArray();
    }

    /// <summary>The value of a feature register; null when KVM lists it and then does not give it.</summary>
    public unsafe ulong? FeatureMsr(uint index)
    {
        var request = new KvmOneMsr { Count = 1, Index = index };
        return this.Call(GetMsrs, "KVM_GET_MSRS", &request) == 1 ? request.Value : null;
    }

    /// <summary>struct kvm_cpuid2 with all that KVM can show to a guest, as <c>-cpu host</c> takes it.</summary>
    public unsafe byte[] SupportedCpuid()
    {
        const int entrySize = 40;
        const int headSize = 8;
        for (int room = 128; ; room *= 2)
        {
            byte[] list = new byte[headSize + (room * entrySize)];
            BitConverter.TryWriteBytes(list, room);
            fixed (byte* pointer = list)
            {
                try
                {
                    this.Call(GetSupportedCpuid, "KVM_GET_SUPPORTED_CPUID", pointer);
                    return list;
                }
                catch (SyscallException failure) when (failure.Errno == Errno.E2BIG && room < 4096)
                {
                    // Not enough room: once more with the double.
                }
            }
        }
    }
}

/// <summary>ioctl(2) on KVM's descriptors.</summary>
internal static class KvmCalls
{
    public static int Call(this Descriptor target, nuint request, string name, nint argument = 0)
    {
        using var reference = new DescriptorReference(target);
        int result = Libc.ioctl(reference.Number, request, argument);
        return result >= 0 ? result : throw SyscallException.Last("ioctl", name);
    }

    public static unsafe int Call(this Descriptor target, nuint request, string name, void* argument) =>
        target.Call(request, name, (nint)argument);
}
