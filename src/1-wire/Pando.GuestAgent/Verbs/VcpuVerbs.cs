namespace Pando.GuestAgent;

/// <summary>The processors as the guest sees them.</summary>
public sealed record GuestGetVcpus() : AgentVerb<IReadOnlyList<GuestVcpu>>("guest-get-vcpus");

/// <summary>A processor as the guest sees it.</summary>
/// <param name="LogicalId">Its number.</param>
/// <param name="Online">Whether the guest uses it.</param>
/// <param name="CanOffline">Whether the guest can do without it.</param>
public sealed record GuestVcpu(long LogicalId, bool Online, bool? CanOffline = null);

/// <summary>Has the guest use processors or not; answers how many of the list, from its beginning, were changed.</summary>
/// <param name="Vcpus">What is wanted.</param>
public sealed record GuestSetVcpus(IReadOnlyList<GuestVcpu> Vcpus) : AgentVerb<int>("guest-set-vcpus");
