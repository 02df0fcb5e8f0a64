namespace Pando.Linux.Kvm;

/// <summary>A virtual machine of KVM: memory slots and processors, nothing else.</summary>
internal sealed class KvmVirtualMachine : Descriptor
{
    private const nuint CreateVcpuRequest = 0xAE41;
    private const nuint SetUserMemoryRegion = 0x4020AE46;
    private const nuint SetTssAddress = 0xAE47;
    private readonly KvmDevice _device;

    public KvmVirtualMachine(int number, KvmDevice device)
        : base(number)
    {
        _device = device;
    }

    /// <summary>Intel processors without unrestricted guest keep three pages of their own in guest memory.</summary>
    public void SetTss(nint guestAddress) => this.Call(SetTssAddress, "KVM_SET_TSS_ADDR", guestAddress);

    public unsafe void SetMemory(MappedMemory memory)
    {
        var region = new KvmMemoryRegion { Size = (ulong)memory.Size, UserAddress = memory.Address };
        this.Call(SetUserMemoryRegion, "KVM_SET_USER_MEMORY_REGION", &region);
    }

    public KvmVcpu CreateVcpu() => new(this.Call(CreateVcpuRequest, "KVM_CREATE_VCPU"), _device.RunAreaSize());
}
