import { reactive } from 'vue'

/// Whether a side panel stands beside the page; on a wide screen the page then makes room for it.
export const beside = reactive({ open: false })
