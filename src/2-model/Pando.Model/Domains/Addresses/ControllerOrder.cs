using Pando.Model.Domains.Devices;

namespace Pando.Model.Domains;

/// <summary>The order of controllers: that in which libvirt gives places to them, and that in which they are kept.</summary>
internal static class ControllerOrder
{
    /// <summary>As libvirt takes them in: one whose number is lower than that of others of its kind goes before those.</summary>
    public static List<ControllerDevice> OfPlacing(EquatableArray<ControllerDevice> controllers)
    {
        var ordered = new List<ControllerDevice>();
        foreach (var controller in controllers)
        {
            var at = ordered.Count;
            for (var i = ordered.Count - 1; i >= 0; i--)
            {
                if (ordered[i].GetType() != controller.GetType())
                {
                    continue;
                }
                if (controller.Index is null || ordered[i].Index is null || ordered[i].Index <= controller.Index)
                {
                    break;
                }
                at = i;
            }
            ordered.Insert(at, controller);
        }
        return ordered;
    }

    /// <summary>Kind by kind, each by its numbers: whatever is added later, the lines of the others stay where they are.</summary>
    public static EquatableArray<ControllerDevice> OfKeeping(EquatableArray<ControllerDevice> controllers)
    {
        var kinds = controllers.Items.Select(controller => controller.GetType()).Distinct().ToList();
        return controllers.Items.OrderBy(controller => kinds.IndexOf(controller.GetType())).ThenBy(controller => controller.Index).ToEquatableArray();
    }
}
