using Pando.Model.Domains;

namespace Pando.Domains.Statistics;

/// <summary>What QEMU told at one time.</summary>
/// <param name="Of">What was in force then.</param>
/// <param name="Figures">All of it, with one entry for each disk.</param>
/// <param name="Chains">The group <c>block</c> again, with one entry for each image of each disk.</param>
internal sealed record QemuReading(LiveDomain Of, Figures Figures, Figures Chains);
