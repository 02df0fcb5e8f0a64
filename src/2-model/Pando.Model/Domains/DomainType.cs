namespace Pando.Model.Domains;

/// <summary>What runs the guest's instructions: the <c>type</c> of a domain.</summary>
public enum DomainType
{
    /// <summary>The processor itself, through /dev/kvm.</summary>
    Kvm,

    /// <summary>QEMU's own translator (TCG).</summary>
    Qemu,
}
