namespace RdsBackup.Retrieval;

/// <summary>The codes of findings on copies in S3. They are stable: scripts and alert rules match on them.</summary>
public static class CopyFindingCode
{
    /// <summary>Error: there is no object under the key.</summary>
    public const string CopyMissing = nameof(CopyMissing);

    /// <summary>Error: the object has another length than its manifest says.</summary>
    public const string CopySizeDiffers = nameof(CopySizeDiffers);

    /// <summary>Error: the object has, or S3 reports, another checksum than the copy was made with.</summary>
    public const string CopyChecksumDiffers = nameof(CopyChecksumDiffers);

    /// <summary>Warning: the object has no manifest beside it, or one that cannot be read; what it should be is taken from its metadata.</summary>
    public const string ManifestMissing = nameof(ManifestMissing);

    /// <summary>
    /// The storage class cannot be read before a restore: an error when every byte was to be read, otherwise information.
    /// </summary>
    public const string CopyArchived = nameof(CopyArchived);

    /// <summary>Warning: nothing was there to compare the content with, so only what else was checked is known.</summary>
    public const string CopyNotFullyProved = nameof(CopyNotFullyProved);
}
