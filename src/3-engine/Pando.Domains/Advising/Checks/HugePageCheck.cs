using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Domains.Advising.Checks;

/// <summary>Huge pages that the host does not have.</summary>
internal sealed class HugePageCheck : IDefinitionCheck
{
    private const long UsualKiB = 2048;

    public IEnumerable<Diagnosis> Examine(Patient patient)
    {
        if (patient.Definition.MemoryBacking.HugePages is not { } wanted)
        {
            yield break;
        }
        long page = wanted.Pages.Items.FirstOrDefault()?.KiB ?? UsualKiB;
        long total = patient.Memory.HugePages.Items.Where(pool => pool.PageKiB == page).Sum(static pool => pool.Total);
        long needed = (patient.Definition.MemoryKiB + page - 1) / page;
        if (total < needed)
        {
            yield return Diagnosis.Of("too-few-huge-pages", DoctorConcern.Safety, null, ("needed", $"{needed}"), ("total", $"{total}"), ("size", $"{page / 1024}"));
        }
    }
}
